package io.spikelet.runtime.model;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Packages to test with: whole and small, their graphs are no ONNX. */
public final class ExampleModels {

  private ExampleModels() {}

  /** A tiny ESVAE. */
  public static ModelSpec spec() {
    return spec("mnist");
  }

  /** A tiny ESVAE that says it was trained on something. */
  public static ModelSpec spec(String dataset) {
    return new ModelSpec(
        "esvae",
        ModelFamily.ESVAE,
        dataset,
        4,
        3,
        new ImageSpec(1, 8, 8, ValueRange.SIGNED_UNIT),
        Set.of(Capability.GENERATE, Capability.DECODE),
        Map.of(GraphRole.PRIOR, "prior.onnx", GraphRole.DECODER, "decoder.onnx"),
        List.of(
            new LayerSpec(
                "latent",
                GraphRole.DECODER,
                LayerSpec.Kind.SAMPLING,
                LayerSpec.Input.NONE,
                3,
                1,
                0,
                4,
                true),
            new LayerSpec(
                "final_layer.1",
                GraphRole.DECODER,
                LayerSpec.Kind.TRANSPOSED_CONVOLUTION,
                LayerSpec.Input.SPIKES,
                64,
                1,
                192,
                4,
                false)),
        provenance(),
        Map.of("mse", 0.026, "ssim", 0.9),
        GoldenSample.of(7, new byte[] {1, 2, 3}),
        "CC-BY-SA-3.0",
        List.of(),
        null);
  }

  /** Where the example comes from. */
  public static Provenance provenance() {
    return new Provenance(
        Map.of("learningRate", "0.001", "batch", "32"),
        "train --family esvae",
        42,
        "sha256:0",
        3,
        180_000,
        12.5,
        Map.of("java", "25", "libtorch", "2.10.0"),
        "linux-x86_64",
        null);
  }

  /** The example with its files. */
  public static PackageDraft draft() {
    return draft("mnist");
  }

  /** The example with its files; the decoder differs between data sets, the prior does not. */
  public static PackageDraft draft(String dataset) {
    return PackageDraft.of(
        spec(dataset),
        Map.of(GraphRole.PRIOR, bytes("prior"), GraphRole.DECODER, bytes("decoder " + dataset)),
        Map.of(ModelPack.CARD_PATH, bytes("# A model of " + dataset)));
  }

  /** Text as UTF-8. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
