/**
 * The runtime inside the service: registry, pool, energy profiles and the way a request goes
 * through them with a deadline. Read {@link io.spikelet.service.serving.ModelService} first. May
 * use the runtime, {@code request} for the limits and {@code observability}; knows no controllers.
 */
@NullMarked
package io.spikelet.service.serving;

import org.jspecify.annotations.NullMarked;
