package io.spikelet.training.export;

import io.spikelet.runtime.generator.GoldenPicture;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.GoldenSample;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.model.Provenance;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a publishable package of an exported network: description, graphs, golden sample. */
public final class PackageAssembly {

  /** Seed of the golden sample. */
  public static final long GOLDEN_SEED = 0;

  /**
   * What is told about a network beyond its graphs.
   *
   * @param name of the model, as in {@code name:tag}
   * @param dataset it was trained on
   * @param training where it came from
   * @param evaluation measured numbers by name
   * @param licence of the weights
   * @param labels classes of a classifier, or what the network draws one of in each image; empty
   *     for all others
   */
  public record Description(
      String name,
      String dataset,
      Provenance training,
      Map<String, Double> evaluation,
      String licence,
      List<String> labels) {}

  private static final Set<Capability> AUTOENCODER =
      Set.of(Capability.RECONSTRUCT, Capability.LATENTS, Capability.DECODE);

  private static final Set<Capability> AUTOENCODER_AND_PRIOR =
      Set.of(Capability.GENERATE, Capability.RECONSTRUCT, Capability.LATENTS, Capability.DECODE);

  private PackageAssembly() {}

  /**
   * What the packages of a family can be asked for.
   *
   * @param roles of the package's graphs
   */
  public static Set<Capability> capabilities(ModelFamily family, Set<GraphRole> roles) {
    return switch (family) {
      case ESVAE, FSVAE -> AUTOENCODER_AND_PRIOR;
      case SPIKING_DIFFUSION ->
          roles.contains(GraphRole.DENOISER) ? AUTOENCODER_AND_PRIOR : AUTOENCODER;
      case ANN_VAE -> Set.of(Capability.GENERATE, Capability.RECONSTRUCT);
      case SPIKING_AUTOENCODER -> AUTOENCODER;
      case AUDIOCODER -> Set.of(Capability.AUDIO_TO_IMAGE, Capability.LATENTS, Capability.DECODE);
      case ANN_AUTOENCODER, FRECHET_AUTOENCODER -> Set.of(Capability.RECONSTRUCT);
      case ANN_AUDIOCODER -> Set.of(Capability.AUDIO_TO_IMAGE);
      case SPIKING_GAN -> Set.of(Capability.GENERATE, Capability.LATENTS, Capability.DECODE);
      case ANN_GAN -> Set.of(Capability.GENERATE);
      case CLASSIFIER, TTFS_CLASSIFIER -> Set.of(Capability.CLASSIFY);
    };
  }

  /**
   * Assembles a package. One that makes images is run once, for its golden sample.
   *
   * @param documents by path, such as the model card
   */
  public static PackageDraft assemble(
      ModelFamily family,
      ExportedNetwork network,
      Description description,
      Map<String, byte[]> documents) {
    ModelSpec silent = spec(family, network, description, null);
    GoldenSample golden = goldenSample(network, silent);
    ModelSpec spec = spec(family, network, description, golden);
    return PackageDraft.of(spec, network.graphs(), documents);
  }

  /**
   * The package as a registry would give it, without one: to try a network before it is published.
   *
   * @param tag under which it is known
   */
  public static ModelPackage inMemory(
      ModelFamily family, ExportedNetwork network, Description description, String tag) {
    return inMemory(network, spec(family, network, description, null), tag);
  }

  private static ModelPackage inMemory(ExportedNetwork network, ModelSpec spec, String tag) {
    Map<String, byte[]> files = new HashMap<>();
    spec.graphs().forEach((role, path) -> files.put(path, network.graph(role)));
    // The digest of the description stands in for the manifest's, which there is none of yet.
    Digest digest = Digest.of(spec.write());
    return ModelPackage.of(ModelRef.of(spec.name(), tag), digest, spec, files);
  }

  private static @Nullable GoldenSample goldenSample(ExportedNetwork network, ModelSpec spec) {
    try (ImageModel model = ModelLoader.load(inMemory(network, spec, ModelRef.DEFAULT_TAG))) {
      return GoldenPicture.draw(model, GOLDEN_SEED)
          .map(picture -> GoldenSample.of(GOLDEN_SEED, PngCodec.encode(picture)))
          .orElse(null);
    }
  }

  private static ModelSpec spec(
      ModelFamily family,
      ExportedNetwork network,
      Description description,
      @Nullable GoldenSample golden) {
    Map<GraphRole, String> files = new HashMap<>();
    for (GraphRole role : network.graphs().keySet()) {
      files.put(role, role.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".onnx");
    }
    return new ModelSpec(
        description.name(),
        family,
        description.dataset(),
        network.timeSteps(),
        network.latentSize(),
        network.image(),
        capabilities(family, network.graphs().keySet()),
        files,
        network.layers(),
        description.training(),
        description.evaluation(),
        golden,
        description.licence(),
        description.labels(),
        network.audio());
  }
}
