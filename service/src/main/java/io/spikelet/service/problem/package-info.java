/**
 * The one place where exceptions become answers: RFC 9457 problem details, never a stack trace or a
 * path. Read {@link io.spikelet.service.problem.ProblemAdvice} first. May use every other package;
 * none may use this one.
 */
@NullMarked
package io.spikelet.service.problem;

import org.jspecify.annotations.NullMarked;
