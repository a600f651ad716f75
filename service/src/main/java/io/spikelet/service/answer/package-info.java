/**
 * Answers on their way out: the four formats of images, and the headers that tell what an answer
 * cost. Read {@link io.spikelet.service.answer.Answers} first, then {@link
 * io.spikelet.service.answer.ImageAnswers}. May use the runtime, {@code request}, {@code serving}
 * and {@code observability}; knows no controllers.
 */
@NullMarked
package io.spikelet.service.answer;

import org.jspecify.annotations.NullMarked;
