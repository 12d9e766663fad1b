"""Calls of AWS that a template may tell somebody to make, by what they do to what they are about.

Their names are compared as the API, the AWS CLI and the SDKs have them alike: `putBucketPolicy`, `put-bucket-policy`.

Source: the API references of Amazon S3, AWS KMS, Amazon DynamoDB, IAM, AWS Lambda, AWS CloudFormation and of what
hands on what a role reads; AWS Systems Manager Automation runbook reference.
"""

import re

_HARMLESS = re.compile(
    "|".join(
        (
            r"(batch|transact)?(describe|get|head|list|lookup|query|scan|search|select)\w*|executestatement|decrypt",
            r"(un)?tag\w*|(put|delete)\w*tagging|(put|delete)(lifecycle|retention|scaling)policy",
            # What the table of properties says of the property that each sets, and objects.
            r"(put|delete)bucket(accelerate|cors|intelligenttiering|lifecycle|logging|metrics|versioning|website)\w*",
            r"putobject(lockconfiguration|legalhold|retention)?|deleteobjects?",
            r"(abort|complete|create)multipartupload|uploadpart",
            r"(batchwrite|delete|put|update)items?|transactwriteitems|createbackup",
            r"update(timetolive|continuousbackups|contributorinsights)",
            r"encrypt|generate(datakey|mac)\w*|(enable|disable)keyrotation|rotatekeyondemand|updatekeydescription",
            # What lies there is looked at, and the caller is told.
            r"(analyze|detect|recognize)\w*",
            # Programs of the account, which are told something.
            r"invoke\w*|start(build|crawler|execution|jobrun|pipelineexecution|syncexecution)|runtask|submitjob",
            r"(publish|send(message|task))\w*|put(events|logevents|metricdata|parameter|records?|secretvalue)",
        )
    )
)
"""Calls after which nobody reaches more or less of what they are about."""
_GRANTING = re.compile(r"acl|grant\w*")
"""What a parameter is called by which a call that is harmless otherwise lets somebody in."""
_OPENING = re.compile(
    r"\w*(policy|acl|permission|grant|publicaccess|ownership|replica|accesspoint|share|registerresource|distribution"
    r"|accesskey|loginprofile|credential|publickey|certificate|usertogroup|instanceprofile|export|inventory|analytics"
    r"|metadata|streamingdestination|restoretable|copy|functionurl|updaterole|mfadevice"
    # What hands on what a function answers or a role reads.
    r"|attachloadbalancer|attachtrafficsource|registerinstance|identitypoolroles|rolealias|integration|datasource|registertargets|podidentity)\w*"
    # What launches products as a role.
    r"|(create|update)constraint"
    r"|(create|update)(agreement|connector|profile|server|user)|(create|import|put|reimport|update)(rest)?api"
)
"""Calls that say who reaches something or may be somebody, where it is copied to, or what hands it on."""
_GIVING = re.compile(
    "(attach|put|detach|delete)rolepolicy|(delete|put)rolepermissionsboundary|create(policyversion|role)"
    "|setdefaultpolicyversion|updateassumerolepolicy|addroletoinstanceprofile"
)
"""Calls of IAM that say what a role may do, or whom it lets in."""
_BECOMING = re.compile("update(functionconfiguration|project|projectvisibility|statemachine)")
"""Calls by which what is there already, and somebody may ask, acts as another role."""
_MAKING = re.compile(
    r"(aws:)?(create|update)stack|(create|execute)changeset|(create|update)stack(set|instances)|importstackstostackset"
    "|provisionproduct|updateprovisionedproduct|put(organization)?conformancepack|createaccountassignment"
    "|(create|update)budgetaction|(create|update)configurationmanager|updateconfigurationdefinition"
    "|(enable|updateenabled)baseline|(create|update)landingzone"
)
"""Calls that make what types make which no template shows (`MAKES`)."""
_ON_MACHINES = re.compile(
    "(?:^|/)AWS-(?:Run(?:AnsiblePlaybook|PatchBaseline|PowerShellScript|RemoteScript|SaltState|ShellScript)"
    "|Apply(?:AnsiblePlaybooks|ChefRecipes|DSCMofs)|ConfigureAWSPackage|GatherSoftwareInventory|UpdateSSMAgent)"
)
"""How documents of AWS's own are called that machines run."""

AUTOMATIONS = {
    "AWS::Config::RemediationConfiguration": ("TargetId", "Parameters"),
    "AWS::Events::Rule": ("Targets.Arn", "Targets.Input", "Targets.InputTransformer"),
    "AWS::SSM::Association": ("Name", "Parameters"),
    "AWS::SSM::MaintenanceWindowTask": ("TaskArn", "TaskInvocationParameters"),
}
"""Types that start automations by name, to the properties with the name and with what it is told."""


def is_harmless(call: str, parameters: list[str]) -> bool:
    """Whether a call with these parameters opens nothing of what it is about, and breaks nothing."""
    return bool(_HARMLESS.fullmatch(plain(call))) and not any(_GRANTING.fullmatch(plain(each)) for each in parameters)


def is_opening(call: str) -> bool:
    """Whether a call says who reaches something, who may be somebody, or where it is copied to."""
    return bool(_OPENING.fullmatch(plain(call))) and not _HARMLESS.fullmatch(plain(call))


def is_giving(call: str) -> bool:
    """Whether a call changes whom a role lets in, or what it may do, or makes another one."""
    return bool(_GIVING.fullmatch(plain(call)))


def is_becoming(call: str) -> bool:
    """Whether a call has what is there already act as the role that it names."""
    return bool(_BECOMING.fullmatch(plain(call)))


def is_making(call: str) -> bool:
    """Whether a call makes resources, or changes accounts, by what no template shows."""
    return bool(_MAKING.fullmatch(plain(call)))


def is_command(document: str) -> bool:
    """Whether a document of AWS's own, by its name or ARN, is run by machines: what that does is a program's."""
    return bool(_ON_MACHINES.search(document))


def plain(name: str) -> str:
    """A name as all spellings have it; JavaScript has a class for each, too: `PutBucketPolicyCommand`."""
    return re.sub("[-_]", "", name).lower().removesuffix("command")
