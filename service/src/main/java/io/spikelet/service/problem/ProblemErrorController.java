package io.spikelet.service.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Errors outside of controllers, such as those of a filter, in the same form as all others. */
@Hidden
@RestController
class ProblemErrorController implements ErrorController {
  private static final Logger log = LoggerFactory.getLogger(ProblemErrorController.class);
  private static final String REQUEST_ID = "X-Request-Id";

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request, HttpServletResponse response) {
    // Nobody has dispatched here if there is no code: somebody asked for the path itself.
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.resolve(code)
            : HttpStatus.NOT_FOUND;
    HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    ProblemDetail detail = Problem.HTTP.detail(known, known.getReasonPhrase());
    detail.setProperty("request_id", requestId(response, known));
    if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path) {
      detail.setInstance(UriComponentsBuilder.newInstance().path(path).build().toUri());
    }
    return ResponseEntity.status(known)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(detail);
  }

  /** What the web server refuses by itself has not come by the filter that gives ids. */
  private static String requestId(HttpServletResponse response, HttpStatus status) {
    String known = response.getHeader(REQUEST_ID);
    if (known != null) {
      return known;
    }
    String id = UUID.randomUUID().toString();
    response.setHeader(REQUEST_ID, id);
    log.atInfo()
        .addKeyValue("status", status.value())
        .addKeyValue("request_id", id)
        .log("refused request");
    return id;
  }
}
