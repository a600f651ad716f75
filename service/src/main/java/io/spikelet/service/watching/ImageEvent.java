package io.spikelet.service.watching;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.service.answer.Energy;
import org.jspecify.annotations.Nullable;

/**
 * Data of one server-sent event, with the field names of OpenAI's images API where it has them.
 *
 * @param type name of the event
 * @param model {@code esvae:mnist@sha256:...}
 * @param seed of the random stream
 * @param index of the random stream
 * @param partialImageIndex number of the time step, from 0; absent in the last event
 * @param png the image so far as PNG in base64
 * @param energy what it cost so far
 * @param mse mean squared error against the input, in {@code scale}; only in the last event, where
 *     there is an input
 * @param scale the value range of {@code mse}
 * @param ssim structural similarity with the input
 * @param label name of what was drawn, by a model that draws by label; only in the last event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageEvent(
    @JsonProperty("type") String type,
    @JsonProperty("model") String model,
    @JsonProperty("seed") long seed,
    @JsonProperty("index") long index,
    @JsonProperty("partial_image_index") @Nullable Integer partialImageIndex,
    @JsonProperty("b64_json") String png,
    @JsonProperty("energy") Energy energy,
    @JsonProperty("mse") @Nullable Double mse,
    @JsonProperty("scale") @Nullable String scale,
    @JsonProperty("ssim") @Nullable Double ssim,
    @JsonProperty("label") @Nullable String label) {

  static final String PARTIAL = "image_generation.partial_image";
  static final String COMPLETED = "image_generation.completed";
}
