package io.spikelet.service.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may administrate.
 *
 * @param adminToken the token; empty if nobody may
 */
@ConfigurationProperties("spikelet")
record AdminSettings(@DefaultValue("") String adminToken) {
  @Override
  public String toString() {
    return "AdminSettings[adminToken=%s]".formatted(adminToken.isEmpty() ? "none" : "***");
  }
}
