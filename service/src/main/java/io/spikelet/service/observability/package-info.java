/**
 * What an operator sees: a request id on every log line and answer, one log line a request,
 * metrics, traces. Read {@link io.spikelet.service.observability.RequestFilter} first. May use the
 * runtime's energy, generator, model and pool types; knows no controllers.
 */
@NullMarked
package io.spikelet.service.observability;

import org.jspecify.annotations.NullMarked;
