/**
 * Who may do what: the token in front of {@code /admin}, and pages of other origins in browsers.
 * Read {@link io.spikelet.service.security.SecurityConfiguration}. May use nothing else of the
 * project.
 */
@NullMarked
package io.spikelet.service.security;

import org.jspecify.annotations.NullMarked;
