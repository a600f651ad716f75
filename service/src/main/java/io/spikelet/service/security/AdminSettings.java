package io.spikelet.service.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may administrate.
 *
 * @param adminToken the token; empty if it is in a file, or nobody may
 * @param adminTokenFile file with the token and nothing else; empty for none
 */
@ConfigurationProperties("spikelet")
record AdminSettings(@DefaultValue("") String adminToken, @DefaultValue("") String adminTokenFile) {

  /**
   * The token; empty if nobody may.
   *
   * @throws IllegalStateException if there are two, or the file cannot be read or has none: a
   *     typing error must not leave the paths absent without a word
   */
  String token() {
    if (adminTokenFile.isBlank()) {
      return adminToken;
    }
    if (!adminToken.isEmpty()) {
      throw new IllegalStateException(
          "spikelet.admin-token and spikelet.admin-token-file must not both be set");
    }
    try {
      String token = Files.readString(Path.of(adminTokenFile)).strip();
      if (token.isEmpty()) {
        throw new IllegalStateException(
            "the file of spikelet.admin-token-file, '%s', is empty".formatted(adminTokenFile));
      }
      return token;
    } catch (IOException e) {
      throw new IllegalStateException(
          "the file of spikelet.admin-token-file, '%s', cannot be read".formatted(adminTokenFile),
          e);
    }
  }

  @Override
  public String toString() {
    return "AdminSettings[adminToken=%s, adminTokenFile=%s]"
        .formatted(adminToken.isEmpty() ? "none" : "***", adminTokenFile);
  }
}
