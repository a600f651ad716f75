package io.spikelet.runtime.model;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.image.ImageSpec;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The description of a package, the content of {@code spikelet.json}: what the model is, how to run
 * it, and where it came from. Immutable; equal specs have equal bytes.
 *
 * @param name the model's name, as in {@link ModelRef#name}
 * @param family decides which code runs it
 * @param dataset what it was trained on
 * @param timeSteps T, at least 1
 * @param latentSize D, neurons of the latent code; 0 for a classifier
 * @param image size and value range of its images
 * @param capabilities what it can be asked for, at least one
 * @param graphs each role's file in the package, at least one
 * @param layers the table that energy is counted with, in the order of the graphs' count outputs
 * @param training where it came from
 * @param evaluation measured numbers by name, all finite
 * @param golden replayed at load; null for a model that gives no image
 * @param licence of the weights; weights trained on share-alike data say so
 * @param labels the classes of a classifier in the order of its scores, or what a model draws one
 *     of in each image, see {@link #drawsByLabel}; empty for all others
 * @param audio how sounds become what the model reads; null for a model that reads none
 */
public record ModelSpec(
    String name,
    ModelFamily family,
    String dataset,
    int timeSteps,
    int latentSize,
    ImageSpec image,
    Set<Capability> capabilities,
    Map<GraphRole, String> graphs,
    List<LayerSpec> layers,
    Provenance training,
    Map<String, Double> evaluation,
    @Nullable GoldenSample golden,
    String licence,
    List<String> labels,
    @Nullable FrontEnd audio) {

  /** The newest version that {@link #write} writes; a model without sounds has version 1. */
  public static final int SCHEMA_VERSION = 2;

  /**
   * Checks every field and copies the collections.
   *
   * @throws IllegalArgumentException naming the field, its value and what is allowed
   */
  public ModelSpec {
    ModelRef.of(name, ModelRef.DEFAULT_TAG);
    Rules.notBlank("dataset", dataset);
    Rules.atLeast("timeSteps", 1, timeSteps);
    Rules.atLeast("latentSize", 0, latentSize);
    Rules.notBlank("licence", licence);
    capabilities = Collections.unmodifiableSet(capabilities(capabilities));
    graphs = Collections.unmodifiableMap(graphs(graphs));
    layers = List.copyOf(layers);
    evaluation = Collections.unmodifiableMap(new TreeMap<>(evaluation));
    labels = List.copyOf(labels);
    requireDistinctLayers(layers, graphs.keySet());
    requireFinite(evaluation);
    requireLabels(family, labels);
    requireFrontEnd(capabilities, audio);
  }

  /**
   * Reads {@code spikelet.json}.
   *
   * @throws InvalidModelSpecException for another schema version (the readable ones are named), a
   *     missing or unknown field, a value out of its range
   */
  public static ModelSpec read(byte[] json) {
    return SpecFormat.read(json);
  }

  /** {@code spikelet.json}: UTF-8, {@code \n} line ends, every field present, sorted maps. */
  public byte[] write() {
    return SpecFormat.write(this);
  }

  /** Whether the package can be asked for this. */
  public boolean offers(Capability capability) {
    return capabilities.contains(capability);
  }

  /**
   * Whether every image is drawn as one of the labels: by a network of its own, or by one that is
   * told the label.
   */
  public boolean drawsByLabel() {
    return offers(Capability.GENERATE) && !labels.isEmpty();
  }

  /** Whether the packages of a family have labels: classifiers, and models that draw by label. */
  public static boolean hasLabels(ModelFamily family) {
    return switch (family) {
      case CLASSIFIER, TTFS_CLASSIFIER, SPIKING_GAN, ANN_GAN -> true;
      case ESVAE, FSVAE, SPIKING_DIFFUSION, ANN_VAE, SPIKING_AUTOENCODER, AUDIOCODER -> false;
      case ANN_AUTOENCODER, ANN_AUDIOCODER, FRECHET_AUTOENCODER -> false;
    };
  }

  /**
   * How often a whole picture runs a graph, as the layer table counts it: once, but a denoiser once
   * for each position of the code map, all of whose codes its last layer has.
   */
  public int rounds(GraphRole role) {
    if (role != GraphRole.DENOISER) {
      return 1;
    }
    return layers.stream()
        .filter(layer -> layer.graph() == role)
        .reduce((_, last) -> last)
        .map(last -> last.neurons() / last.outputChannels())
        .orElse(1);
  }

  private static EnumSet<Capability> capabilities(Collection<Capability> capabilities) {
    if (capabilities.isEmpty()) {
      throw new IllegalArgumentException("capabilities must name at least one");
    }
    return EnumSet.copyOf(capabilities);
  }

  private static EnumMap<GraphRole, String> graphs(Map<GraphRole, String> graphs) {
    if (graphs.isEmpty()) {
      throw new IllegalArgumentException("graphs must name at least one file");
    }
    graphs.values().forEach(PackagePath::new);
    if (new HashSet<>(graphs.values()).size() < graphs.size()) {
      throw new IllegalArgumentException("graphs must be different files, but are " + graphs);
    }
    return new EnumMap<>(graphs);
  }

  private static void requireDistinctLayers(List<LayerSpec> layers, Set<GraphRole> roles) {
    Set<String> names = new HashSet<>();
    for (LayerSpec layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException(
            "layers must have different names, but two are '%s'".formatted(layer.name()));
      }
      if (!roles.contains(layer.graph())) {
        throw new IllegalArgumentException(
            "layer '%s' must be of one of the graphs %s, but is of %s"
                .formatted(layer.name(), roles, layer.graph()));
      }
    }
  }

  private static void requireFinite(Map<String, Double> evaluation) {
    evaluation.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "evaluation.%s must be finite, but is %s".formatted(name, value));
          }
        });
  }

  private static void requireFrontEnd(Set<Capability> capabilities, @Nullable FrontEnd audio) {
    if (capabilities.contains(Capability.AUDIO_TO_IMAGE) == (audio == null)) {
      throw new IllegalArgumentException(
          "audio must be given for a model that reads sounds and for nothing else, but it can be"
              + " asked for %s and audio is %s".formatted(capabilities, audio));
    }
  }

  private static void requireLabels(ModelFamily family, List<String> labels) {
    if (hasLabels(family) == labels.isEmpty()) {
      throw new IllegalArgumentException(
          "labels must be given for a classifier or a model that draws by label, and for nothing"
              + " else, but the family is %s and they are %s".formatted(family.id(), labels));
    }
  }
}
