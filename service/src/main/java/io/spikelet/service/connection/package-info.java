/**
 * What happens between a client's socket and a request: limits of time and number, whether the
 * client is still there, how connections end. Read {@link
 * io.spikelet.service.connection.ConnectionProcessor} first. May use {@code service.memory} and
 * nothing else of the project; the only package that knows Tomcat's inside.
 */
@NullMarked
package io.spikelet.service.connection;

import org.jspecify.annotations.NullMarked;
