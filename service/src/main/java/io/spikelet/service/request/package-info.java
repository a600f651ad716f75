/**
 * What a client may say: query parameters, body, {@code Accept}. Everything is checked here once
 * and refused with a sentence that names the parameter, the value and what is allowed. Read {@link
 * io.spikelet.service.request.Parameters} first. May use the servlet API; knows no model but the
 * names of random streams.
 */
@NullMarked
package io.spikelet.service.request;

import org.jspecify.annotations.NullMarked;
