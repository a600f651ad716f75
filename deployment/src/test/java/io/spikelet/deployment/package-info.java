/**
 * Holds what the programs run in against real tools: {@code image} the container images and
 * Compose, {@code chart} the Helm chart, {@code observability} rules and dashboards. Needs no class
 * of the programs: it sees what an operator sees.
 */
@NullMarked
package io.spikelet.deployment;

import org.jspecify.annotations.NullMarked;
