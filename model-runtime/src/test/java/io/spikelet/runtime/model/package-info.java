/** Tests of {@code model}, and {@link io.spikelet.runtime.model.ExampleModels} for others. */
@NullMarked
package io.spikelet.runtime.model;

import org.jspecify.annotations.NullMarked;
