/**
 * What a model is: its reference, its description and its files. Start with {@link
 * io.spikelet.runtime.model.ModelSpec}.
 *
 * <p>A package is one OCI artifact in the layout of CNCF ModelPack: an image manifest whose layers
 * are the ONNX graphs, {@code spikelet.json} (a {@link io.spikelet.runtime.model.ModelSpec}) and
 * documents. The constants are in {@link io.spikelet.runtime.model.ModelPack}; how a package lies
 * on disk is the business of {@code registry}.
 *
 * <p>History of {@code spikelet.json}: 1 is the first version.
 *
 * <p>May use {@code image} for value ranges; knows no registry, no engine, no HTTP.
 */
@NullMarked
package io.spikelet.runtime.model;

import org.jspecify.annotations.NullMarked;
