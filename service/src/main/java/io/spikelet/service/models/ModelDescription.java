package io.spikelet.service.models;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.service.serving.PackageInfo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes {@link ModelJson}. */
final class ModelDescription {
  private ModelDescription() {}

  static ModelJson of(
      PackageInfo info,
      List<String> tags,
      ModelStates.Named state,
      ModelJson.@Nullable RefusedJson refused,
      ModelJson.@Nullable EnergyJson energy) {
    ModelSpec spec = info.spec();
    return new ModelJson(
        info.ref().toString(),
        tags,
        state.name(),
        state.reason(),
        refused,
        spec.family().id(),
        spec.dataset(),
        spec.timeSteps(),
        spec.latentSize(),
        image(spec.image()),
        spec.capabilities().stream().map(Capability::id).toList(),
        spec.labels().isEmpty() ? null : spec.labels(),
        spec.layers().stream().map(ModelDescription::layer).toList(),
        training(spec.training()),
        spec.evaluation(),
        energy,
        spec.licence(),
        info.card().isEmpty() ? null : info.card());
  }

  static ModelJson damaged(ModelRef ref, List<String> tags, String reason) {
    return new ModelJson(
        ref.toString(),
        tags,
        ModelStates.DAMAGED,
        reason,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ModelJson.ImageJson image(ImageSpec image) {
    return new ModelJson.ImageJson(
        image.channels(),
        image.height(),
        image.width(),
        List.of(image.range().low(), image.range().high()));
  }

  private static ModelJson.LayerJson layer(LayerSpec layer) {
    return new ModelJson.LayerJson(
        layer.name(),
        layer.graph().name().toLowerCase(Locale.ROOT),
        layer.kind().name().toLowerCase(Locale.ROOT),
        layer.neurons(),
        layer.outputChannels(),
        layer.denseMacs(),
        layer.evaluations(),
        layer.spiking());
  }

  private static ModelJson.TrainingJson training(Provenance training) {
    return new ModelJson.TrainingJson(
        training.command(),
        training.config(),
        training.seed(),
        training.dataDigest(),
        training.epochs(),
        training.imagesSeen(),
        training.wallTimeSeconds(),
        training.versions(),
        training.platform(),
        training.startedFrom());
  }
}
