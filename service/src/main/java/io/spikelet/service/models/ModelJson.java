package io.spikelet.service.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One package with everything it says of itself. A damaged one has only the first members.
 *
 * @param model {@code esvae:mnist@sha256:...}
 * @param tags that point at the package
 * @param state as in {@link ModelsJson}
 * @param reason why it is failed or damaged
 * @param refused the package that the tag means in the registry, where it cannot be used and this
 *     one is served instead
 * @param family decides which code runs it
 * @param dataset what it was trained on
 * @param timeSteps T
 * @param latentSize neurons of the latent code
 * @param image size and value range of its images
 * @param capabilities what it can be asked for
 * @param labels classes of a classifier, or what a model draws one of in each image
 * @param layers what energy is counted with
 * @param training where it came from
 * @param evaluation measured numbers by name
 * @param energy of one image
 * @param licence of the weights
 * @param card the model card in Markdown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelJson(
    @JsonProperty("model") String model,
    @JsonProperty("tags") List<String> tags,
    @JsonProperty("state") String state,
    @JsonProperty("reason") @Nullable String reason,
    @JsonProperty("refused") @Nullable RefusedJson refused,
    @JsonProperty("family") @Nullable String family,
    @JsonProperty("dataset") @Nullable String dataset,
    @JsonProperty("time_steps") @Nullable Integer timeSteps,
    @JsonProperty("latent_size") @Nullable Integer latentSize,
    @JsonProperty("image") @Nullable ImageJson image,
    @JsonProperty("capabilities") @Nullable List<String> capabilities,
    @JsonProperty("labels") @Nullable List<String> labels,
    @JsonProperty("layers") @Nullable List<LayerJson> layers,
    @JsonProperty("training") @Nullable TrainingJson training,
    @JsonProperty("evaluation") @Nullable Map<String, Double> evaluation,
    @JsonProperty("energy") @Nullable EnergyJson energy,
    @JsonProperty("licence") @Nullable String licence,
    @JsonProperty("card") @Nullable String card) {

  /**
   * @param reason a sentence
   */
  record RefusedJson(
      @JsonProperty("digest") String digest, @JsonProperty("reason") String reason) {}

  /**
   * @param valueRange lowest and highest pixel value
   */
  record ImageJson(
      @JsonProperty("channels") int channels,
      @JsonProperty("height") int height,
      @JsonProperty("width") int width,
      @JsonProperty("value_range") List<Float> valueRange) {}

  /**
   * @param denseMacs multiply-accumulations of one time step, all inputs active
   * @param evaluations how often the layer is computed for one image
   */
  record LayerJson(
      @JsonProperty("name") String name,
      @JsonProperty("graph") String graph,
      @JsonProperty("kind") String kind,
      @JsonProperty("neurons") int neurons,
      @JsonProperty("output_channels") int outputChannels,
      @JsonProperty("dense_macs") long denseMacs,
      @JsonProperty("evaluations") int evaluations,
      @JsonProperty("spiking") boolean spiking) {}

  /**
   * @param startedFrom the package whose weights the run began with
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TrainingJson(
      @JsonProperty("command") String command,
      @JsonProperty("config") Map<String, String> config,
      @JsonProperty("seed") long seed,
      @JsonProperty("data_digest") String dataDigest,
      @JsonProperty("epochs") int epochs,
      @JsonProperty("images_seen") long imagesSeen,
      @JsonProperty("wall_time_seconds") double wallTimeSeconds,
      @JsonProperty("versions") Map<String, String> versions,
      @JsonProperty("platform") String platform,
      @JsonProperty("started_from") @Nullable String startedFrom) {}

  /**
   * Energy of the package's golden sample, counted and by the papers' formula; never to be mixed.
   *
   * @param seed of the golden sample
   * @param profiles by profile
   */
  record EnergyJson(
      @JsonProperty("seed") long seed,
      @JsonProperty("ac") long accumulates,
      @JsonProperty("mac") long multiplyAccumulates,
      @JsonProperty("dense") long dense,
      @JsonProperty("spikes") long spikes,
      @JsonProperty("firing_rate") double firingRate,
      @JsonProperty("profiles") List<ProfileJson> profiles) {}

  /**
   * @param joules counted: accumulations and multiply-accumulations of this very image
   * @param annEquivalentJoules of an ordinary network of the same layers, in one pass
   * @param publishedFormulaJoules mean firing rate x time steps x FLOPs; of a package that does not
   *     spike, FLOPs
   * @param publishedFormulaAnnJoules FLOPs of an ordinary network
   */
  record ProfileJson(
      @JsonProperty("profile") String profile,
      @JsonProperty("description") String description,
      @JsonProperty("joules_per_ac") double joulesPerAccumulate,
      @JsonProperty("joules_per_mac") double joulesPerMultiplyAccumulate,
      @JsonProperty("source") String source,
      @JsonProperty("grade") String grade,
      @JsonProperty("joules") double joules,
      @JsonProperty("ann_equivalent_joules") double annEquivalentJoules,
      @JsonProperty("published_formula_joules") double publishedFormulaJoules,
      @JsonProperty("published_formula_ann_joules") double publishedFormulaAnnJoules) {}
}
