/**
 * A client made from {@code openapi.yaml} by a generator that knows nothing of the service. Read
 * {@link io.spikelet.deployment.client.GeneratedClientTests}.
 */
@NullMarked
package io.spikelet.deployment.client;

import org.jspecify.annotations.NullMarked;
