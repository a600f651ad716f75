package io.spikelet.service.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images as JSON, with the field names of OpenAI's images API where it has them.
 *
 * @param model {@code esvae:mnist@sha256:...}
 * @param data the images in order
 */
public record ImagesJson(
    @JsonProperty("model") String model, @JsonProperty("data") List<Item> data) {

  /**
   * One image.
   *
   * @param index of the random stream
   * @param seed of the random stream
   * @param png the image as PNG in base64
   * @param energy what this very image cost
   * @param mse mean squared error against the input, in {@code scale}
   * @param scale the value range of {@code mse}
   * @param ssim structural similarity with the input
   * @param label name of what was drawn, by a model that draws by label
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(
      @JsonProperty("index") long index,
      @JsonProperty("seed") @Nullable Long seed,
      @JsonProperty("b64_json") String png,
      @JsonProperty("energy") Energy energy,
      @JsonProperty("mse") @Nullable Double mse,
      @JsonProperty("scale") @Nullable String scale,
      @JsonProperty("ssim") @Nullable Double ssim,
      @JsonProperty("label") @Nullable String label) {}
}
