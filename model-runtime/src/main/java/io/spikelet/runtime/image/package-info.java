/**
 * Pictures: {@link io.spikelet.runtime.image.Image} first. Decoding what users send, encoding PNG,
 * resizing as the reference preprocessing does, contact sheets, raster plots, what a sound becomes
 * on its way, and the distances between two pictures.
 *
 * <p>Foreign files are read by {@code ImageDecoder}: a {@code PictureFile} for each format tells
 * what it declares and shows a reader what its pixels need.
 *
 * <p>May use {@code model} for a model's picture size and {@code spike} for raster plots. Knows no
 * network, no HTTP. Everything here gives the same pixels on every machine.
 */
@NullMarked
package io.spikelet.runtime.image;

import org.jspecify.annotations.NullMarked;
