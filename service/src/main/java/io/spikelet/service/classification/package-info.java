/**
 * Labels of images. Read {@link io.spikelet.service.classification.ClassificationController}. May
 * use the runtime, {@code request}, {@code serving}, {@code answer} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.classification;

import org.jspecify.annotations.NullMarked;
