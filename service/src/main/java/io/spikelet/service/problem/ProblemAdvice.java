package io.spikelet.service.problem;

import io.spikelet.runtime.audio.SoundFormatException;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.MissingTaskParameterException;
import io.spikelet.runtime.generator.SpikeTrainSizeException;
import io.spikelet.runtime.generator.UnknownParameterException;
import io.spikelet.runtime.generator.UnsuitableInputException;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.generator.UnusablePackageException;
import io.spikelet.runtime.image.ImageFormatException;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.InvalidModelRefException;
import io.spikelet.runtime.npy.NpyFormatException;
import io.spikelet.runtime.pool.ModelTooLargeException;
import io.spikelet.runtime.pool.PoolClosedException;
import io.spikelet.runtime.pool.PoolFullException;
import io.spikelet.runtime.registry.DamagedPackageException;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import io.spikelet.service.latents.MalformedSpikeTrainException;
import io.spikelet.service.observability.Rejections;
import io.spikelet.service.observability.Rejections.Reason;
import io.spikelet.service.request.BodyTooLargeException;
import io.spikelet.service.memory.OutOfMemory;
import io.spikelet.service.request.BusyException;
import io.spikelet.service.request.DeadlineExceededException;
import io.spikelet.service.request.EmptyBodyException;
import io.spikelet.service.request.InvalidParameterException;
import io.spikelet.service.request.MalformedBodyException;
import io.spikelet.service.request.NotAcceptableException;
import io.spikelet.service.request.SlowBodyException;
import io.spikelet.service.request.UnknownQueryParameterException;
import io.spikelet.service.request.UnsupportedBodyException;
import io.spikelet.service.request.UnsupportedCodingException;
import io.spikelet.service.connection.ClientGoneException;

import io.spikelet.service.security.ForeignPageException;
import io.spikelet.service.security.UnauthorizedException;
import io.spikelet.service.security.UnknownHostNameException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotWritableException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** Every exception as a problem detail: who is to blame decides the status. */
@RestControllerAdvice
class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Rejections rejections;

  ProblemAdvice(Rejections rejections) {
    this.rejections = rejections;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidParameterException e) {
    return answer(
        Problem.INVALID_PARAMETER,
        HttpStatus.BAD_REQUEST,
        e,
        Map.of("parameter", e.parameter(), "value", e.value(), "allowed", e.allowed()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidTaskParameterException e) {
    return invalid(new InvalidParameterException(e.parameter(), e.value(), e.allowed()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> missing(MissingTaskParameterException e) {
    return answer(
        Problem.INVALID_PARAMETER,
        HttpStatus.BAD_REQUEST,
        e,
        Map.of("parameter", e.parameter(), "allowed", e.allowed()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unknown(UnknownQueryParameterException e) {
    return answer(
        Problem.INVALID_PARAMETER,
        HttpStatus.BAD_REQUEST,
        e,
        Map.of("parameter", e.parameter(), "known_parameters", e.known()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unknown(UnknownParameterException e) {
    return answer(
        Problem.INVALID_PARAMETER,
        HttpStatus.BAD_REQUEST,
        e,
        Map.of("parameter", e.parameter(), "known_parameters", new TreeSet<>(e.known())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidModelRefException e) {
    return answer(
        Problem.INVALID_PARAMETER, HttpStatus.BAD_REQUEST, e, Map.of("parameter", "model"));
  }

  @ExceptionHandler({EmptyBodyException.class, MalformedBodyException.class})
  ResponseEntity<ProblemDetail> invalid(RuntimeException e) {
    return answer(Problem.INVALID_BODY, HttpStatus.BAD_REQUEST, e, Map.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notFound(ModelNotFoundException e) {
    return answer(
        Problem.MODEL_NOT_FOUND,
        HttpStatus.NOT_FOUND,
        e,
        Map.of("model", e.ref().toString(), "known_models", e.known()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notAcceptable(NotAcceptableException e) {
    return answer(
        Problem.NOT_ACCEPTABLE,
        HttpStatus.NOT_ACCEPTABLE,
        e,
        Map.of("offered", e.offered().stream().map(MediaType::toString).toList()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooLarge(BodyTooLargeException e) {
    rejections.count(Reason.BODY_TOO_LARGE);
    return answer(
        Problem.BODY_TOO_LARGE,
        HttpStatus.CONTENT_TOO_LARGE,
        e,
        Map.of("limit_bytes", e.limitBytes()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unsupported(UnsupportedBodyException e) {
    return answer(
        Problem.UNSUPPORTED_BODY,
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        e,
        Map.of("accepted", e.accepted()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unsupported(UnsupportedCodingException e) {
    return ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
        .header(HttpHeaders.ACCEPT_ENCODING, UnsupportedCodingException.ACCEPTED)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            Problem.UNSUPPORTED_CODING.detail(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, String.valueOf(e.getMessage())));
  }

  @ExceptionHandler({
    ImageFormatException.class,
    SoundFormatException.class,
    NpyFormatException.class,
    MalformedSpikeTrainException.class
  })
  ResponseEntity<ProblemDetail> undecodable(RuntimeException e) {
    return answer(Problem.UNDECODABLE, HttpStatus.UNPROCESSABLE_CONTENT, e, Map.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> wrongSize(SpikeTrainSizeException e) {
    return answer(
        Problem.SPIKE_TRAIN_SIZE,
        HttpStatus.UNPROCESSABLE_CONTENT,
        e,
        Map.of(
            "model", e.ref().toString(),
            "time_steps", e.expectedTimeSteps(),
            "neurons", e.expectedNeurons()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unsupported(UnsupportedCapabilityException e) {
    return answer(
        Problem.UNSUPPORTED_CAPABILITY,
        HttpStatus.UNPROCESSABLE_CONTENT,
        e,
        Map.of(
            "model", e.ref().toString(),
            "capability", e.capability().id(),
            "offered", e.offered().stream().sorted().map(Capability::id).toList()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unsuitable(UnsuitableInputException e) {
    return answer(
        Problem.UNSUITABLE_INPUT,
        HttpStatus.UNPROCESSABLE_CONTENT,
        e,
        Map.of("model", e.ref().toString()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> full(PoolFullException e) {
    rejections.count(Reason.QUEUE_FULL);
    ProblemDetail detail =
        Problem.OVERLOADED.detail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    detail.setProperty("model", e.ref().toString());
    return later(detail, e.retryAfter());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(BusyException e) {
    rejections.count(Reason.QUEUE_FULL);
    return later(
        Problem.OVERLOADED.detail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage())),
        e.retryAfter());
  }

  private static ResponseEntity<ProblemDetail> later(ProblemDetail detail, Duration after) {
    long seconds = Math.max(1, Math.ceilDiv(after.toMillis(), 1000));
    return ResponseEntity.status(detail.getStatus())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(detail);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> slow(SlowBodyException e) {
    rejections.count(Reason.SLOW_BODY);
    return closing(Problem.SLOW_BODY, HttpStatus.REQUEST_TIMEOUT, e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> foreign(ForeignPageException e) {
    return answer(Problem.FOREIGN_PAGE, HttpStatus.FORBIDDEN, e, Map.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> misdirected(UnknownHostNameException e) {
    return answer(Problem.UNKNOWN_HOST, HttpStatus.MISDIRECTED_REQUEST, e, Map.of());
  }

  /** The connection is of no use any more. */
  private static ResponseEntity<ProblemDetail> closing(
      Problem problem, HttpStatus status, RuntimeException e) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.CONNECTION, "close")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.detail(status, String.valueOf(e.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> closed(PoolClosedException e) {
    rejections.count(Reason.SHUTDOWN);
    return answer(Problem.SHUTTING_DOWN, HttpStatus.SERVICE_UNAVAILABLE, e, Map.of());
  }

  @ExceptionHandler({
    DamagedPackageException.class,
    UnusablePackageException.class,
    ModelTooLargeException.class
  })
  ResponseEntity<ProblemDetail> unusable(RuntimeException e) {
    rejections.count(Reason.MODEL_DAMAGED);
    return answer(Problem.MODEL_UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE, e, Map.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(RegistryUnavailableException e) {
    rejections.count(Reason.REGISTRY_UNAVAILABLE);
    log.warn("registry unavailable: {}", e.getMessage());
    // The exception's message names the directory; its reason does not.
    ProblemDetail detail =
        Problem.REGISTRY_UNAVAILABLE.detail(
            HttpStatus.SERVICE_UNAVAILABLE, "The model registry is unavailable: " + e.reason());
    return answer(detail);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooLate(DeadlineExceededException e) {
    rejections.count(Reason.DEADLINE);
    return answer(
        Problem.DEADLINE,
        HttpStatus.GATEWAY_TIMEOUT,
        e,
        Map.of("deadline_ms", e.deadline().toMillis()));
  }

  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> gone(
      ClientGoneException gone, HttpServletResponse response) {
    rejections.count(Reason.CLIENT_GONE);
    return nothing(response);
  }

  /**
   * Nobody reads the answer, unless somebody has closed only his sending half. Nothing is written:
   * that would fail, and whoever tried would log it.
   */
  private static @Nullable ResponseEntity<ProblemDetail> nothing(HttpServletResponse response) {
    if (!response.isCommitted()) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    return null;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unauthorized(UnauthorizedException e) {
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"admin\"")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problem.UNAUTHORIZED.detail(HttpStatus.UNAUTHORIZED, String.valueOf(e.getMessage())));
  }

  /** An answer that cannot be written as it was asked for, such as JSON in another encoding. */
  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> unwritable(
      HttpMessageNotWritableException e, HttpServletResponse response) {
    OutOfMemory.endIfCausedBy(e);
    if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
      return gone(new ClientGoneException(), response);
    }
    if (response.isCommitted()) {
      return ResponseEntity.internalServerError().build();
    }
    log.debug("not acceptable", e);
    return answer(
        Problem.NOT_ACCEPTABLE.detail(
            HttpStatus.NOT_ACCEPTABLE,
            "None of what the header Accept names is offered here: JSON is UTF-8."));
  }

  /** Whatever else: Spring's own exceptions know their status, all others are our mistake. */
  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> other(Exception e, HttpServletResponse response) {
    if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
      return gone(new ClientGoneException(), response);
    }
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      ProblemDetail body = known.getBody();
      ProblemDetail detail =
          Problem.HTTP.detail(
              known.getStatusCode(), body.getDetail() == null ? "" : body.getDetail());
      detail.setTitle(body.getTitle());
      return ResponseEntity.status(known.getStatusCode())
          .headers(known.getHeaders())
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(detail);
    }
    OutOfMemory.endIfCausedBy(e);
    log.error("request failed", e);
    return answer(
        Problem.INTERNAL.detail(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong inside the service; its log has the cause."));
  }

  private static ResponseEntity<ProblemDetail> answer(
      Problem problem, HttpStatus status, RuntimeException e, Map<String, ?> facts) {
    ProblemDetail detail = problem.detail(status, String.valueOf(e.getMessage()));
    facts.forEach(detail::setProperty);
    return answer(detail);
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
    return ResponseEntity.status(detail.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(detail);
  }
}
