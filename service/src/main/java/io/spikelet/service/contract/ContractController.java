package io.spikelet.service.contract;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the document as it stands at the project's root: the one that clients were promised. Below
 * a path (that of the setting {@code server.servlet.context-path}, or of a proxy that is believed)
 * it names that.
 */
@Hidden
@RestController
class ContractController {
  private static final String SERVER = "servers:\n- url: /\n";
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> document(HttpServletRequest request) throws IOException {
    byte[] document = new ClassPathResource("openapi.yaml").getContentAsByteArray();
    String below = request.getContextPath();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_YAML)
        .body(PATH.matcher(below).matches() ? below(below, document) : document);
  }

  private static byte[] below(String path, byte[] document) {
    return new String(document, StandardCharsets.UTF_8)
        .replace(SERVER, SERVER.replace("/", path))
        .getBytes(StandardCharsets.UTF_8);
  }
}
