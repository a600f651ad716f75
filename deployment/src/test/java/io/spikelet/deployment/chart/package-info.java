/**
 * Holds the Helm chart to what it promises. Read {@link io.spikelet.deployment.chart.Chart} first:
 * it renders the chart, and {@link io.spikelet.deployment.chart.Manifests} decodes the result
 * strictly, so that every test also looks for fields that Kubernetes does not know. Nothing is run
 * in a cluster.
 */
@NullMarked
package io.spikelet.deployment.chart;

import org.jspecify.annotations.NullMarked;
