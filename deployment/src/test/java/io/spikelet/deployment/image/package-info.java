/**
 * Tests of the container images and of what Compose starts them with. {@link
 * io.spikelet.deployment.image.Images} first: it builds them from what the build has just packaged.
 * Without a container engine the tests that need one are skipped.
 */
@NullMarked
package io.spikelet.deployment.image;

import org.jspecify.annotations.NullMarked;
