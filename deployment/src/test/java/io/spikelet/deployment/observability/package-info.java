/**
 * Rules, dashboards and logs against the really running service and a real Prometheus. Read {@link
 * io.spikelet.deployment.observability.QueriesTests} first.
 */
@NullMarked
package io.spikelet.deployment.observability;

import org.jspecify.annotations.NullMarked;
