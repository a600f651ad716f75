/**
 * Measures exported packages by running them as the service does. Start with {@link
 * io.spikelet.training.evaluation.Evaluator}.
 *
 * <p>May use the runtime and {@code dataset}. Knows no training, no tensors.
 */
@NullMarked
package io.spikelet.training.evaluation;

import org.jspecify.annotations.NullMarked;
