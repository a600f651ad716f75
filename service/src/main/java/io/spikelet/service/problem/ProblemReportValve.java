package io.spikelet.service.problem;

import java.io.IOException;
import java.io.Writer;
import java.util.UUID;
import io.spikelet.service.memory.OutOfMemory;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Requests that Tomcat itself refuses, such as one with an unreadable request line. No servlet sees
 * them, so the problem is written by hand.
 */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    OutOfMemory.endIfCausedBy(thrown);
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    HttpStatus known = HttpStatus.resolve(status);
    String reason = known == null ? "Error" : known.getReasonPhrase();
    try {
      String id = UUID.randomUUID().toString();
      response.setHeader("X-Request-Id", id);
      response.setContentType("application/problem+json");
      response.setCharacterEncoding("UTF-8");
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(
            ("{\"type\":\"urn:spikelet:problem:http\",\"title\":\"%s\",\"status\":%d,"
                    + "\"detail\":\"%s\",\"request_id\":\"%s\"}")
                .formatted(reason, status, detail(status), id));
        log.atInfo()
            .addKeyValue("status", status)
            .addKeyValue("request_id", id)
            .log("unreadable request");
        response.finishResponse();
      }
    } catch (IOException clientGone) {
      log.debug("nobody reads the error answer", clientGone);
    }
  }

  private static String detail(int status) {
    return switch (status) {
      case 400 ->
          "The web server could not read the request: its first line or a header is malformed, or"
              + " they are too long together.";
      case 417 -> "Of the header Expect only 100-continue is known.";
      case 500 -> "Something went wrong inside the service; its log has the cause.";
      case 501 ->
          "The method or the transfer coding is not known; bodies have a Content-Length or are"
              + " chunked.";
      case 505 -> "The service speaks HTTP/1.1 and HTTP/1.0.";
      default -> "The web server refused the request.";
    };
  }
}
