/**
 * Which models there are, what they are, and their loading: {@code /models}, the Open Inference
 * Protocol's metadata, and {@code /admin}. Read {@link io.spikelet.service.models.ModelsController}
 * first. May use the runtime, {@code request}, {@code serving} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.models;

import org.jspecify.annotations.NullMarked;
