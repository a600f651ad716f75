package io.spikelet.service.serving;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.pool.Loader;

/** Loads models whose graphs an engine runs. */
record EngineLoader(OnnxEngine engine) implements Loader {
  @Override
  public ImageModel load(ModelPackage modelPackage) {
    return ModelLoader.load(modelPackage, engine);
  }

  @Override
  public long memoryBytes(ModelPackage modelPackage) {
    return ModelLoader.memoryBytes(modelPackage);
  }
}
