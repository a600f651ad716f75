package io.spikelet.training.family.annaudiocoder;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ordinary.CodeDecoder;
import io.spikelet.runtime.generator.ordinary.CodeEncoder;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelSpec;
import java.util.List;
import java.util.Set;

/** A published ordinary autoencoder at work, with its two halves apart. */
final class LoadedAutoencoder implements AutoCloseable {

  private final ModelGraphs graphs;
  private final CodeEncoder encoder;
  private final CodeDecoder decoder;

  LoadedAutoencoder(ModelPackage published) {
    ModelSpec spec = published.spec();
    try (OnnxEngine engine = new OnnxEngine()) {
      this.graphs =
          ModelGraphs.open(published, engine, Set.of(GraphRole.ENCODER, GraphRole.DECODER));
    }
    this.encoder = new CodeEncoder(graphs, GraphRole.ENCODER, spec.image(), spec.latentSize());
    this.decoder = new CodeDecoder(graphs, spec);
  }

  /** Hidden values of images. */
  List<float[]> hidden(List<Image> images) {
    return encoder.codes(images);
  }

  /** Images of hidden values. */
  List<Image> images(List<float[]> hidden) {
    return decoder.images(hidden);
  }

  @Override
  public void close() {
    graphs.close();
  }
}
