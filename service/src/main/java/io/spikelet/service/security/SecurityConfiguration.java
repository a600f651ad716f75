package io.spikelet.service.security;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the token in front of everything under {@code /admin}, and pages of others outside. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {
  // Behind the filter that gives requests their id: refusals have one too.
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

  private final AdminSettings admin;
  private final WebSettings web;

  SecurityConfiguration(AdminSettings admin, WebSettings web) {
    this.admin = admin;
    this.web = web;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new AdminTokenInterceptor(admin.token())).addPathPatterns("/admin/**");
  }

  @Bean
  FilterRegistrationBean<BrowserFilter> browserFilter(
      ServerProperties server,
      @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    @Nullable InetAddress address = server.getAddress();
    FilterRegistrationBean<BrowserFilter> filter =
        new FilterRegistrationBean<>(new BrowserFilter(web, address, problems));
    filter.setUrlPatterns(List.of("/*"));
    filter.setOrder(ORDER);
    return filter;
  }
}
