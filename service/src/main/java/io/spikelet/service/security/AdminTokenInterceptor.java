package io.spikelet.service.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.http.HttpMethod;

/** Lets requests with {@code Authorization: Bearer <token>} pass. */
final class AdminTokenInterceptor implements HandlerInterceptor {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  AdminTokenInterceptor(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws NoResourceFoundException {
    if (token.length == 0) {
      // As if the path did not exist: there is nothing to try tokens on.
      throw new NoResourceFoundException(
          HttpMethod.valueOf(request.getMethod()),
          request.getRequestURI(),
          request.getRequestURI());
    }
    // A browser asks first what may be sent, and sends no token with that; nothing is done for it.
    if (request.getMethod().equals("OPTIONS")) {
      return true;
    }
    if (!matches(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      throw new UnauthorizedException();
    }
    return true;
  }

  private boolean matches(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] sent = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    // Takes as long whichever byte is wrong.
    return MessageDigest.isEqual(token, sent);
  }
}
