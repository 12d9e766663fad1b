"""Networks, load balancers, and where their logs go."""

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3

from tests.ordinary.beside import Beside
from tests.ordinary.parts import a_vpc
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer


def a_network_with_flow_logs(beside: Beside) -> None:
    """A network whose flow logs go to CloudWatch."""
    a_vpc(beside.production).add_flow_log("Flows")


def a_network_with_flow_logs_in_a_bucket(beside: Beside) -> None:
    """A network whose flow logs go to a bucket of their own."""
    logs = s3.Bucket(beside.production, "Logs")
    a_vpc(beside.production).add_flow_log("Flows", destination=ec2.FlowLogDestination.to_s3(logs))


def a_network_with_endpoints(beside: Beside) -> None:
    """A network from which S3 and Secrets Manager are reached without the internet."""
    vpc = a_vpc(beside.production)
    vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
    vpc.add_interface_endpoint("Secrets", service=ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER)


def load_balancer_logs(beside: Beside) -> None:
    """A load balancer whose logs go to a bucket of their own."""
    balancer = elbv2.ApplicationLoadBalancer(beside.production, "Front", vpc=a_vpc(beside.production))
    balancer.log_access_logs(s3.Bucket(beside.production, "Logs"))


def load_balancer_logs_among_the_reports(beside: Beside) -> None:
    """A load balancer whose logs go into the bucket that is agreed on."""
    balancer = elbv2.ApplicationLoadBalancer(beside.production, "Front", vpc=a_vpc(beside.production))
    balancer.log_access_logs(beside.reports(), prefix="load-balancer")


def a_name_with_a_certificate(beside: Beside) -> None:
    """A zone of names, with a certificate for them and a record."""
    zone = route53.HostedZone(beside.production, "Zone", zone_name="example.com")
    acm.Certificate(
        beside.production,
        "Certificate",
        domain_name="example.com",
        validation=acm.CertificateValidation.from_dns(zone),
    )
    route53.CnameRecord(beside.production, "Www", zone=zone, record_name="www", domain_name="example.org")


def a_firewall_rule_by_parameter(beside: Beside) -> None:
    """A network that lets in an address which deployment settles."""
    office = cdk.CfnParameter(beside.production, "Office", type="String").value_as_string
    group = ec2.SecurityGroup(beside.production, "Group", vpc=a_vpc(beside.production))
    group.add_ingress_rule(ec2.Peer.ipv4(office), ec2.Port.HTTPS)


ROWS = (
    Row(a_network_with_flow_logs),
    Row(a_network_with_flow_logs_in_a_bucket),
    Row(a_network_with_endpoints),
    Row(load_balancer_logs),
    Row(
        load_balancer_logs_among_the_reports,
        Answer.REFUTED,
        "an account of AWS writes into the agreed bucket, and no agreement says so",
        names="Reports|acme-reports",
        stays="lets in a service on whomever's behalf: add aws:SourceArn or aws:SourceAccount",
    ),
    Row(a_name_with_a_certificate),
    Row(a_firewall_rule_by_parameter),
)
