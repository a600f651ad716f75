/**
 * From trained weights to ONNX graphs and a layer table. Start with {@link
 * io.spikelet.training.export.EsvaeExporter}; the parts that every spiking family shares are {@link
 * io.spikelet.training.export.SpikingGraph} and {@link
 * io.spikelet.training.export.OnnxGraphBuilder}.
 *
 * <p>Pure functions from arrays to bytes: no training, no files, no native code. May use the
 * runtime's model types and ONNX's protobuf classes.
 */
@NullMarked
package io.spikelet.training.export;

import org.jspecify.annotations.NullMarked;
