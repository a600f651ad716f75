package io.spikelet.service.home;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
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

  @GetMapping("/")
  ResponseEntity<Resource> home() {
    return file("home.html", HTML);
  }

  @GetMapping("/home.css")
  ResponseEntity<Resource> style() {
    return file("home.css", CSS);
  }

  @GetMapping("/home.js")
  ResponseEntity<Resource> script() {
    return file("home.js", JAVASCRIPT);
  }

  private static ResponseEntity<Resource> file(String name, MediaType type) {
    return ResponseEntity.ok().contentType(type).body(new ClassPathResource(name));
  }
}
