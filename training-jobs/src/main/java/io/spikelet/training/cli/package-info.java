/**
 * The command line. Read {@link io.spikelet.training.cli.SpikeletCommand} first; one class a
 * command. May use everything in this module.
 */
@NullMarked
package io.spikelet.training.cli;

import org.jspecify.annotations.NullMarked;
