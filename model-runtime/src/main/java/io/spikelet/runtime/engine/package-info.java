/**
 * Runs ONNX graphs: {@link io.spikelet.runtime.engine.OnnxEngine} first. The only package that
 * knows ONNX Runtime; everybody else sees {@link io.spikelet.runtime.engine.Tensor}.
 *
 * <p>May use nothing else of ours.
 */
@NullMarked
package io.spikelet.runtime.engine;

import org.jspecify.annotations.NullMarked;
