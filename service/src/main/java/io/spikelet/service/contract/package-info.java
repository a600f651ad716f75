/**
 * The description of the HTTP interface, {@code openapi.yaml}: annotations that controllers carry,
 * and what turns them into the document. Read {@link io.spikelet.service.contract.Problems} first.
 * May use springdoc and {@code request}; knows no controllers.
 */
@NullMarked
package io.spikelet.service.contract;

import org.jspecify.annotations.NullMarked;
