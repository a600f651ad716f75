package io.spikelet.service.models;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Lets clients that look again and again be told that nothing has changed. */
@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {

  /** Weak tags: the same list is sent compressed to one client and as it is to another. */
  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> tagsOfModels() {
    ShallowEtagHeaderFilter filter = new ShallowEtagHeaderFilter();
    filter.setWriteWeakETag(true);
    FilterRegistrationBean<ShallowEtagHeaderFilter> bean = new FilterRegistrationBean<>(filter);
    bean.addUrlPatterns("/models", "/models/*", "/openapi.yaml");
    return bean;
  }
}
