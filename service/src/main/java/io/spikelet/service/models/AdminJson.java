package io.spikelet.service.models;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What came of an administrator's request.
 *
 * @param model {@code esvae:mnist@sha256:...}
 * @param state as in {@link ModelsJson}
 */
record AdminJson(@JsonProperty("model") String model, @JsonProperty("state") String state) {}
