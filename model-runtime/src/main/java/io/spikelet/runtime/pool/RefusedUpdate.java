package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;

/**
 * A tag that was moved to a package that cannot be used; it is served with the one before.
 *
 * @param tag that was moved
 * @param serving the package that is served
 * @param refused the package that the tag means in the registry
 * @param reason a sentence
 */
public record RefusedUpdate(ModelRef tag, Digest serving, Digest refused, String reason) {}
