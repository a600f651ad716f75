/**
 * What a model is: its reference, its specification and its package. {@link
 * io.spikelet.runtime.model.LayerSpec} says what one layer costs, {@link
 * io.spikelet.runtime.model.ImageSpec} what pictures it makes.
 *
 * <p>May use {@code image} for the range of pixel values. Knows no registry, no engine.
 */
@NullMarked
package io.spikelet.runtime.model;

import org.jspecify.annotations.NullMarked;
