package io.spikelet.training.cli;

import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.LayoutRegistry;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import io.spikelet.training.run.RunException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --registry}, and what commands do with it. */
final class RegistryOption {

  @Option(
      names = "--registry",
      defaultValue = "${env:SPIKELET_REGISTRY:-oci-layout:models}",
      description = {
        "Registry of packages: oci-layout:DIRECTORY, oci://HOST/PREFIX, or oci+http://HOST/PREFIX"
            + " without TLS (default: that of SPIKELET_REGISTRY, else oci-layout:models).",
        "Login of a registry at a host: SPIKELET_REGISTRY_USERNAME and SPIKELET_REGISTRY_PASSWORD,"
            + " else Docker's configuration file."
      })
  private String uri = "oci-layout:models";

  private @Nullable ModelRegistry opened;

  ModelRegistry open() {
    if (opened == null) {
      opened = ModelRegistry.open(uri);
    }
    return opened;
  }

  /** The registry, where it is a directory of files. */
  LayoutRegistry layout() {
    if (open() instanceof LayoutRegistry layout) {
      return layout;
    }
    throw new RunException(
        "--registry must be a directory for this, oci-layout:DIRECTORY, not '%s'".formatted(uri));
  }

  /** Loads a package as the service does. */
  ImageModel load(String ref) {
    return ModelLoader.load(open().pull(ModelRef.parse(ref)));
  }

  /** The judge that was asked for, or the one of the data set if the registry has it. */
  @Nullable ImageModel judge(@Nullable String ref, String dataset) {
    if (ref != null) {
      return judge(ref);
    }
    try {
      return load("classifier:" + dataset);
    } catch (ModelNotFoundException | RegistryUnavailableException e) {
      return null;
    }
  }

  /** Scores of other classifiers are no probabilities, and nothing is sure by them. */
  private ImageModel judge(String ref) {
    ImageModel model = load(ref);
    if (model.modelPackage().spec().family() == ModelFamily.CLASSIFIER) {
      return model;
    }
    model.close();
    throw new RunException("--judge must be a classifier, not '%s'".formatted(ref));
  }

  /**
   * The feature extractor that was asked for, or the one of the data set if the registry has it.
   * Which one it is, or that there is none, is said: distances hang on it.
   */
  @Nullable FeatureExtractor extractor(@Nullable String ref, String dataset, PrintStream out) {
    if (ref != null) {
      return extractor(ref, out);
    }
    String usual = "frechet-autoencoder:" + dataset;
    try {
      return extractor(usual, out);
    } catch (ModelNotFoundException | RegistryUnavailableException e) {
      out.printf("fad is not measured: the registry has no %s%n", usual);
      return null;
    }
  }

  private FeatureExtractor extractor(String ref, PrintStream out) {
    ImageModel model = load(ref);
    if (model instanceof FeatureExtractor extractor) {
      out.printf("fad is measured with %s%n", model.modelPackage().ref());
      return extractor;
    }
    model.close();
    throw new RunException("--extractor must be a frechet-autoencoder, not '%s'".formatted(ref));
  }
}
