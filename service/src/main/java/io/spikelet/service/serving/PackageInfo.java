package io.spikelet.service.serving;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.nio.charset.StandardCharsets;

/**
 * A package without its weights.
 *
 * @param ref as it was asked for, pinned to the digest
 * @param digest of the manifest
 * @param spec what it says of itself
 * @param card the model card in Markdown; empty if it has none
 */
public record PackageInfo(ModelRef ref, Digest digest, ModelSpec spec, String card) {

  static PackageInfo of(ModelPackage model) {
    String card =
        model.has(ModelPack.CARD_PATH)
            ? new String(model.file(ModelPack.CARD_PATH), StandardCharsets.UTF_8)
            : "";
    return new PackageInfo(model.ref(), model.digest(), model.spec(), card);
  }

  PackageInfo as(ModelRef other) {
    return new PackageInfo(other.withDigest(digest), digest, spec, card);
  }
}
