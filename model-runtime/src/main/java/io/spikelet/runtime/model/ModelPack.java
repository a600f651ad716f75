package io.spikelet.runtime.model;

/**
 * Names of the CNCF ModelPack format, version 1.
 *
 * @see <a href="https://github.com/modelpack/model-spec">model-spec</a>
 */
public final class ModelPack {

  /** The manifest's {@code artifactType}. */
  public static final String ARTIFACT_TYPE = "application/vnd.cncf.model.manifest.v1+json";

  /** Media type of the manifest's config. */
  public static final String CONFIG_TYPE = "application/vnd.cncf.model.config.v1+json";

  /** Annotation of a layer: the file's path inside the package. */
  public static final String FILEPATH = "org.cncf.model.filepath";

  /** Path of the {@link ModelSpec} inside a package. */
  public static final String SPEC_PATH = "spikelet.json";

  /** Path of the model card inside a package. */
  public static final String CARD_PATH = "MODEL_CARD.md";

  /** Path of the sample sheet inside a package. */
  public static final String SAMPLES_PATH = "samples.png";

  private ModelPack() {}

  /** What a file of a package is for. */
  public enum FileType {
    /** An ONNX graph with its weights. */
    WEIGHT("application/vnd.cncf.model.weight.v1.raw"),
    /** {@code spikelet.json}. */
    WEIGHT_CONFIG("application/vnd.cncf.model.weight.config.v1.raw"),
    /** Card, sample sheet, licence. */
    DOC("application/vnd.cncf.model.doc.v1.raw");

    private final String mediaType;

    FileType(String mediaType) {
      this.mediaType = mediaType;
    }

    /** The layer's media type. */
    public String mediaType() {
      return mediaType;
    }
  }
}
