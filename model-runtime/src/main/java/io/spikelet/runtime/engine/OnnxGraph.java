package io.spikelet.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.spikelet.runtime.engine.Tensor.FloatTensor;
import io.spikelet.runtime.engine.Tensor.LongTensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An open graph: a pure function from named tensors to named tensors. Several threads may run it at
 * once. Closing waits for running calls, because the native session must not vanish under them.
 */
public final class OnnxGraph implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  OnnxGraph(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /** Names of the inputs, in the graph's order. */
  public Set<String> inputNames() {
    return session.getInputNames();
  }

  /** Names of the outputs, in the graph's order. */
  public Set<String> outputNames() {
    return session.getOutputNames();
  }

  /**
   * Computes all outputs. Native memory is released before this returns or throws.
   *
   * @param inputs exactly the graph's inputs
   * @throws EngineException if names, types or shapes do not fit, the graph is closed, or the time
   *     that this thread's work may take is over
   */
  public Tensors run(Map<String, Tensor> inputs) {
    lock.readLock().lock();
    try {
      requireRunnable(inputs);
      return runNative(inputs);
    } catch (OrtException e) {
      throw new EngineException("the graph failed on " + inputs, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new EngineException("the graph could not be closed", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void requireRunnable(Map<String, Tensor> inputs) {
    if (closed) {
      throw new EngineException("the graph is closed");
    }
    if (!inputs.keySet().equals(inputNames())) {
      throw new EngineException(
          "the graph takes " + inputNames() + ", but was given " + inputs.keySet());
    }
  }

  private Tensors runNative(Map<String, Tensor> inputs) throws OrtException {
    Map<String, OnnxTensor> nativeInputs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        nativeInputs.put(input.getKey(), toNative(input.getValue()));
      }
      try (OrtSession.Result result = runLimited(nativeInputs)) {
        return outputs(result);
      }
    } finally {
      nativeInputs.values().forEach(OnnxTensor::close);
    }
  }

  private OrtSession.Result runLimited(Map<String, OnnxTensor> inputs) throws OrtException {
    RunLimit limit = RunLimit.current();
    return limit == null
        ? session.run(inputs)
        : limit.run(options -> session.run(inputs, outputNames(), options));
  }

  private OnnxTensor toNative(Tensor tensor) throws OrtException {
    return switch (tensor) {
      case FloatTensor(long[] shape, float[] data) ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(data), shape);
      case LongTensor(long[] shape, long[] data) ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(data), shape);
    };
  }

  private static Tensors outputs(OrtSession.Result result) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.put(output.getKey(), fromNative(output.getKey(), output.getValue()));
    }
    return new Tensors(outputs);
  }

  private static Tensor fromNative(String name, OnnxValue value) {
    if (value instanceof OnnxTensor tensor) {
      TensorInfo info = tensor.getInfo();
      switch (info.type) {
        case FLOAT -> {
          float[] data = new float[Math.toIntExact(info.getNumElements())];
          tensor.getFloatBuffer().get(data);
          return new FloatTensor(info.getShape(), data);
        }
        case INT64 -> {
          long[] data = new long[Math.toIntExact(info.getNumElements())];
          tensor.getLongBuffer().get(data);
          return new LongTensor(info.getShape(), data);
        }
        default -> {}
      }
    }
    throw new EngineException(
        "output " + name + " is " + value.getInfo() + "; float and int64 tensors can be read");
  }
}
