/**
 * The first page: where everything else is. Read {@link io.spikelet.service.home.HomeController}.
 * May use nothing of the project but {@code request}.
 */
@NullMarked
package io.spikelet.service.home;

import org.jspecify.annotations.NullMarked;
