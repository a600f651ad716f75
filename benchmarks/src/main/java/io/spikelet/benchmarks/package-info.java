/**
 * Speed of what the project is slow or fast by: a training step, and a decoder at work.
 *
 * <p>Read {@link io.spikelet.benchmarks.TrainingStepBenchmark} first. May use everything; nothing
 * depends on this package. Commands: {@code benchmarks/README.md}.
 */
@NullMarked
package io.spikelet.benchmarks;

import org.jspecify.annotations.NullMarked;
