package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelSpec;
import java.util.Set;
import java.util.function.Function;

/** A model that runs the graphs of its package: the plain side of the door, the same for all. */
public abstract class GraphModel implements ImageModel {

  /** What the package says of itself. */
  protected final ModelSpec spec;

  /** What it accepts. */
  protected final TaskRules rules;

  /** Its open graphs; freed with the model. */
  protected final ModelGraphs graphs;

  private final ModelPackage modelPackage;

  /** A model that owns the graphs from now on. */
  protected GraphModel(ModelPackage modelPackage, ModelGraphs graphs) {
    this.modelPackage = modelPackage;
    this.spec = modelPackage.spec();
    this.rules = new TaskRules(modelPackage.ref(), spec);
    this.graphs = graphs;
  }

  /**
   * Opens graphs and makes a model of them; they are closed again if that fails.
   *
   * @throws UnusablePackageException if the package has no graph of one of the roles
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  protected static <M> M opened(
      ModelPackage modelPackage,
      OnnxEngine engine,
      Set<GraphRole> roles,
      Function<ModelGraphs, M> maker) {
    ModelGraphs graphs = ModelGraphs.open(modelPackage, engine, roles);
    try {
      return maker.apply(graphs);
    } catch (RuntimeException e) {
      graphs.close();
      throw e;
    }
  }

  /**
   * What sounds are brought to.
   *
   * @throws UnusablePackageException if the package does not say it
   */
  protected static FrontEnd frontEnd(ModelPackage modelPackage) {
    FrontEnd frontEnd = modelPackage.spec().audio();
    if (frontEnd == null) {
      throw new UnusablePackageException(modelPackage.ref(), "it does not say how sounds are read");
    }
    return frontEnd;
  }

  @Override
  public final ModelPackage modelPackage() {
    return modelPackage;
  }

  @Override
  public final long memoryBytes() {
    return graphs.memoryBytes();
  }

  @Override
  public final void close() {
    graphs.close();
  }
}
