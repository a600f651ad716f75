package io.spikelet.service.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
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
   * @param mse {@link io.spikelet.runtime.image.MeanSquaredError} against the input, in {@code
   *     scale}
   * @param scale the value range of {@code mse}
   * @param ssim {@link io.spikelet.runtime.image.StructuralSimilarity} with the input
   * @param label name of what was drawn, by a model that draws by label
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(
      @JsonProperty("index") long index,
      @JsonProperty("seed") @Nullable Long seed,
      @JsonProperty("b64_json") String png,
      @JsonProperty("energy") Energy energy,
      @JsonProperty("mse")
          @Schema(
              description =
                  "Mean of (a - b)^2 over all pixels and channels of the reconstruction and of the"
                      + " input as it was prepared for the model, neither rounded to 8 bits, on the"
                      + " scale that is named in scale: on [-1.0, 1.0] it is four times what it is"
                      + " on [0.0, 1.0].")
          @Nullable Double mse,
      @JsonProperty("scale")
          @Schema(
              description = "The value range that mse was computed on, lowest and highest value.")
          @Nullable String scale,
      @JsonProperty("ssim")
          @Schema(
              description =
                  "Structural similarity of the same two pictures, on [-0.5, 0.5] whatever scale"
                      + " says: Gaussian window of 11 x 11 pixels with deviation 1.5, zeros (middle"
                      + " grey) outside the picture, K1 = 0.01, K2 = 0.03, data range 1, variances"
                      + " E[x^2] - E[x]^2, mean over all pixels, those at the border included, and"
                      + " channels. With a and b on [0, 1], scikit-image gives this number, channel"
                      + " by channel, by structural_similarity(np.pad(a - 0.5, 5), np.pad(b - 0.5,"
                      + " 5), data_range=1, gaussian_weights=True, sigma=1.5,"
                      + " use_sample_covariance=False); its defaults are another window, other"
                      + " variances and another scale, and give another number.")
          @Nullable Double ssim,
      @JsonProperty("label") @Nullable String label) {}
}
