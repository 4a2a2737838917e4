package dev.viva.contract;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs all parts of the suite in one JVM on one {@link Deployment}. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("dev.viva.contract")
@IncludeClassNamePatterns(".*SuiteTest")
class WholeContractTest {}
