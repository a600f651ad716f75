package io.spikelet.runtime.generator;

/**
 * What an image is drawn as, by a model that draws by label.
 *
 * @param number its place among the package's labels, from 0
 * @param name as the package has it
 */
public record Label(int number, String name) {}
