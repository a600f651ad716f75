package io.spikelet.service.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page at the root: for people who open the service in a browser, and for curl. */
@Hidden
@RestController
class HomeController {
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

  private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");
  private static final MediaType JAVASCRIPT =
      MediaType.parseMediaType("text/javascript;charset=UTF-8");

  private final byte[] page;
  private final byte[] style;
  private final byte[] script;

  /**
   * @param pageOfOperations whether Swagger UI is there: it needs the document that springdoc makes
   */
  HomeController(
      @Value("${springdoc.swagger-ui.enabled:true} and ${springdoc.api-docs.enabled:true}")
          String pageOfOperations)
      throws IOException {
    String whole = new ClassPathResource("home.html").getContentAsString(StandardCharsets.UTF_8);
    boolean linked = !pageOfOperations.contains("false");
    String shown = linked ? whole : whole.replaceAll("(?m)^.*swagger-ui.*\\R", "");
    this.page = shown.getBytes(StandardCharsets.UTF_8);
    this.style = new ClassPathResource("home.css").getContentAsByteArray();
    this.script = new ClassPathResource("home.js").getContentAsByteArray();
  }

  @GetMapping("/")
  ResponseEntity<byte[]> home() {
    return answer(page, HTML);
  }

  @GetMapping("/home.css")
  ResponseEntity<byte[]> style() {
    return answer(style, CSS);
  }

  @GetMapping("/home.js")
  ResponseEntity<byte[]> script() {
    return answer(script, JAVASCRIPT);
  }

  private static ResponseEntity<byte[]> answer(byte[] content, MediaType type) {
    return ResponseEntity.ok().contentType(type).body(content);
  }
}
